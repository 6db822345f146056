// Preloaded into every measured process: writes what it used when it ends. CommonJS, because type stripping would cost more than it measures.
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.TRUCE_BENCH_USAGE) {
  const file = process.env.TRUCE_BENCH_USAGE;
  delete process.env.TRUCE_BENCH_USAGE;
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    let kilobytes = maxRSS;
    try {
      // Linux hands maxRSS on from the parent across exec; the high-water mark of the address space itself does not lie.
      kilobytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    } catch {}
    writeFileSync(file, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, rss: kilobytes / 1024 }));
  });
}

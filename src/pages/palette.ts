// The colours of every page that Truce makes, light or dark as the reader has it; a page may set its own behind them.
export const palette = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f7, #11151b);
  --surface: light-dark(#ffffff, #191f27);
  --sunken: light-dark(#f4f5f7, #11161d);
  --text: light-dark(#1a2230, #e3e8ef);
  --quiet: light-dark(#566173, #9eaaba);
  --line: light-dark(#d9dee6, #2e3744);
  --edge: light-dark(#858f9f, #6a7686);
  --accent: light-dark(#1d5bb8, #8ab8ff);
  --good: light-dark(#155f36, #8bd8aa);
  --good-ground: light-dark(#e2f2e8, #16301f);
  --bad: light-dark(#a01d19, #ff9d96);
  --bad-ground: light-dark(#fbe8e7, #3d1b1a);
  --odd: light-dark(#754a00, #eec06a);
  --odd-ground: light-dark(#faefd7, #362a12);
  --plain: light-dark(#465063, #b4bfce);
  --plain-ground: light-dark(#e8ebf0, #27303b);
  --info: light-dark(#1a509f, #9cc3ff);
  --info-ground: light-dark(#e4edfa, #182c49);
  --code: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
`;

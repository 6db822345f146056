// The lines a raw message begins with and is made of (RFC 9112 §3, §4 and §5).

export const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|QUERY)[ \t]+(\S.*?)(?:[ \t]+(HTTP\/\d(?:\.\d)?))?[ \t]*$/;
export const statusLine = /^(HTTP\/\d(?:\.\d)?)[ \t]+([1-9]\d\d)(?:[ \t]+(.*?))?[ \t]*$/;
export const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
/** A longer one is no first line. */
const longest = 65_536;

export const isRequestLine = (line: string): boolean => line.length < longest && requestLine.test(line);
export const isStatusLine = (line: string): boolean => line.length < longest && statusLine.test(line);

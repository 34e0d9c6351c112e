const colours = new Map([
  ['debug', 90],
  ['info', 32],
  ['warn', 33],
  ['error', 31],
  ['fatal', 31],
]);

/**
 * A line of a structured log as a person reads it: time, level, message, and what else it tells.
 * What is no such line stays as it is.
 * @param {string} line
 */
export function readableLog(line) {
  const entry = entryOf(line);
  if (entry === null) return line;
  const { time, level, message, service: _, ...rest } = entry;
  const details = Object.entries(rest).map(([name, value]) => ` ${dim(`${name}=`)}${shown(value)}`);
  return `${dim(clock(time))} ${coloured(level)} ${message}${details.join('')}`;
}

/** @typedef {{ time: string, level: string, message: string, [name: string]: unknown }} Entry */

/** @param {string} line @returns {Entry | null} */
function entryOf(line) {
  if (!line.startsWith('{')) return null;
  try {
    const { time, level, message, ...rest } = JSON.parse(line);
    const isEntry = [time, level, message].every((value) => typeof value === 'string');
    return isEntry ? { time, level, message, ...rest } : null;
  } catch {
    return null;
  }
}

/** Hours, minutes and seconds here. @param {string} time */
function clock(time) {
  return new Date(time).toTimeString().slice(0, 8);
}

/** The stack of an error has lines of its own. @param {unknown} value @returns {string} */
function shown(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'stack' in value)
    return String(value.stack).replaceAll('\n', '\n  ');
  return JSON.stringify(value);
}

/** @param {string} level */
function coloured(level) {
  return paint(colours.get(level) ?? 0, level.padEnd(5));
}

/** @param {string} text */
function dim(text) {
  return paint(2, text);
}

/**
 * @param {number} style
 * @param {string} text
 */
function paint(style, text) {
  const { NO_COLOR: none = '' } = process.env;
  return none === '' ? `\u001B[${style}m${text}\u001B[0m` : text;
}

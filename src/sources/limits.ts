/** What a source may be at most; a preset is a text of some kilobytes. */
export const limits = {
  /** bytes of an archive as it is downloaded */
  archive: 32 * 1024 * 1024,
  /** bytes of an archive unpacked, files that are no presets included */
  unpacked: 256 * 1024 * 1024,
  /** entries of an archive or a commit */
  entries: 100_000,
  /** presets of one source */
  presets: 200,
  /** bytes of one preset */
  preset: 2 * 1024 * 1024,
  /** bytes of all presets of one source */
  presetsTogether: 16 * 1024 * 1024,
  /** folders around a preset */
  depth: 10,
  /** characters of an address */
  address: 500,
  /** milliseconds until a server has to have answered in full */
  patience: 60_000,
  redirects: 3,
} as const;

/** The presets that come with this version: name → JSON. */
export async function builtInPresets(): Promise<Readonly<Record<string, string>>> {
  return (await import('#templates/presets.js')).default;
}

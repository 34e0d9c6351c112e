/** Exact versions, by the name the templates use: `{{images.postgres}}`, `{{actions.checkout}}`. */
export type Pins = Readonly<Record<string, string>>;

/** Images of a compose file, by service. */
export function imagesOfCompose(text: string): Pins {
  return matches(text, /^ {2}(?<name>[\w-]+):\n {4}image: (?<pin>\S+)$/gm);
}

/** Images of a Dockerfile, by stage. */
export function imagesOfDockerfile(text: string): Pins {
  return matches(text, /^FROM (?<pin>\S+) AS (?<name>\w+)$/gm);
}

/** Actions of a composite action, by step id; the comment names the version of the commit. */
export function actionsOf(text: string): Pins {
  return matches(
    text,
    /^ {4}- id: (?<name>\w+)\n {6}uses: (?<pin>[\w./-]+@[0-9a-f]{40} # v[\d.]+)$/gm,
  );
}

function matches(text: string, pattern: RegExp): Pins {
  const pins: Record<string, string> = {};
  for (const { groups } of text.matchAll(pattern)) {
    if (groups?.['name'] !== undefined && groups['pin'] !== undefined)
      pins[groups['name']] = groups['pin'];
  }
  return pins;
}

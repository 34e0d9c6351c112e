/** A template as the build prepared it (see scripts/build.mjs). */
export type Template = VerbatimTemplate | RenderedTemplate;

interface TemplateFile {
  /** Path in the emitted repository, with `{name}` placeholders. */
  readonly path: string;
  readonly executable: boolean;
}

export interface VerbatimTemplate extends TemplateFile {
  readonly kind: 'verbatim';
  readonly content: string;
}

export interface RenderedTemplate extends TemplateFile {
  readonly kind: 'rendered';
  /** A precompiled Handlebars template specification. */
  readonly specification: unknown;
}

/** The templates of a language pack, by part folder such as `typescript/aggregate`. */
export interface TemplateSet {
  readonly folders: Readonly<Record<string, readonly Template[]>>;
  /** Texts that are read rather than emitted, by path such as `typescript/dependencies/package.json`. */
  readonly resources: Readonly<Record<string, string>>;
}

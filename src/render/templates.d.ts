declare module '#templates/presets.js' {
  /** preset name → its JSON text */
  const presets: Readonly<Record<string, string>>;
  export default presets;
}

declare module '#templates/completions.js' {
  /** shell → the text of its script */
  const scripts: Readonly<Record<string, string>>;
  export default scripts;
}

declare module '#templates/*' {
  import type { TemplateSet } from './template-set.ts';
  const templates: TemplateSet;
  export default templates;
}

declare module 'handlebars/runtime.js' {
  const runtime: { template(specification: unknown): (view: object) => string };
  export default runtime;
}

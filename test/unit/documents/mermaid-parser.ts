import { JSDOM } from 'jsdom';

/** Mermaid's own parser; it throws where a diagram is not one. */
export async function mermaidParser(): Promise<(diagram: string) => Promise<unknown>> {
  // Mermaid cleans labels with DOMPurify, which wants a document.
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  return (diagram) => mermaid.parse(diagram);
}

export function diagramsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(
    ([, diagram = '']) => diagram,
  );
}

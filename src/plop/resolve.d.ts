/** The part of the package that plop finds its packs with. */
declare module 'resolve' {
  const resolve: { sync(target: string, options: { readonly basedir: string }): string };
  export default resolve;
}

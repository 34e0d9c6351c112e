/** Leaves out degit's own git client, half of it: it is given ours (src/sources/git). */
export const leanDegit = {
  name: 'lean-degit',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/]degit[\\/]dist[\\/]client-[^\\/]+\.js$/ }, () => ({
      contents: "throw new Error('degit is given a git client.');",
    }));
  },
};

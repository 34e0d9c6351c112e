import manifest from '../../package.json' with { type: 'json' };

/** The version of create-backend, as published. */
export const version: string = manifest.version;

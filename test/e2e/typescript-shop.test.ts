import { registerRepository } from './typescript-repository.ts';

registerRepository({
  name: 'shop',
  flags: ['--preset', 'shop'],
  file: 'presets/shop.yaml',
  testsOn: 'embedded services',
});

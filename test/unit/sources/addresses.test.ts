import { expect, test } from 'vitest';

import { parseAddress } from '../../../src/sources/address.ts';
import { isAddress } from '../../../src/sources/is-address.ts';

const hash = 'a'.repeat(40);

const refused: readonly (readonly [string, string])[] = [
  ['an option of git', '--upload-pack=touch pwned'],
  ['an option in place of an address', '-oProxyCommand=x'],
  ['an option as a branch', 'github:acme/presets#--upload-pack=x'],
  ['an option as the owner', 'github:-acme/presets'],
  ['an option as the host', 'git+ssh://-oProxyCommand=x/repo'],
  ['an option as the user', 'git+ssh://-oProxyCommand=x@host/repo'],
  ['a helper of git', 'ext::sh -c touch% pwned'],
  ['a helper of git behind git+', 'git+ext::sh -c x'],
  ['a descriptor of git', 'fd::17'],
  ['an unprotected address', 'http://github.com/acme/presets'],
  ['an unprotected address of git', 'git+http://git.acme.example/presets.git'],
  ['the protocol of git', 'git://github.com/acme/presets'],
  ['an FTP address', 'git+ftp://host/x'],
  ['data', 'data:text/yaml,preset'],
  ['a file URL', 'file:///etc/passwd'],
  ['a script URL', 'javascript:alert(1)'],
  ['a way out of a trusted owner', 'https://github.com/acme/../evil'],
  ['the same, encoded', 'https://github.com/acme/%2e%2e/evil'],
  ['the same, half encoded', 'github:acme/%2e%2e%2fevil'],
  ['the same in the short form', 'github:acme/../evil'],
  ['a host that begins like a known one', 'https://github.com.evil.example/acme/presets'],
  ['a host that ends like a known one', 'https://evilgithub.com/acme/presets'],
  ['a known host as the user', 'https://github.com@evil.example/acme/presets'],
  ['a known host as the user of git', 'git+https://github.com@evil.example/acme/presets'],
  ['a known host with a port', 'https://github.com:8443/acme/presets'],
  ['a backslash for a slash', 'https://github.com\\@evil.example/acme/presets'],
  ['a host in other letters', 'https://gіthub.com/acme/presets'],
  ['a known host in capitals', 'HTTPS://GITHUB.COM/acme/presets'],
  ['a path above in git+https', 'git+https://host/a/../b.git'],
  ['a path above in a file repository', 'git+file:///srv/../etc'],
  ['a query', 'https://github.com/acme/presets?ref=x'],
  ['two fragments', `github:acme/presets#main#${hash}`],
  ['a branch with two dots', 'github:acme/presets#a..b'],
  ['a reflog', 'github:acme/presets#main@{1}'],
  ['a path above after the commit', `github:acme/presets#${hash}/../x`],
  ['an absolute path after the commit', `github:acme/presets#${hash}//etc/passwd`],
  ['a path of Windows after the commit', `github:acme/presets#${hash}/C:/x`],
  ['a stream of Windows', `github:acme/presets#${hash}/shop:stream`],
  ['a device of Windows', `npm:@acme/presets@1.2.3/con`],
  ['a path above in a package', 'npm:@acme/presets@1.2.3/../x'],
  ['an encoded path above in a package', 'npm:@acme/presets@1.2.3/%2e%2e/x'],
  ['a URL as a version', 'npm:presets@https://evil.example/x.tgz'],
  ['a folder as a version', 'npm:presets@file:../x'],
  ['a repository as a version', 'npm:presets@github:evil/x'],
  ['a package alias', 'npm:presets@npm:evil@1.0.0'],
  ['a package that is an option', 'npm:--registry=https://evil.example'],
  ['a scope that goes up', 'npm:@../evil/x'],
  ['a line break', 'github:acme/presets\n#main'],
  ['NUL', './acme.yaml\u0000.txt'],
  ['an escape sequence', './\u001b]52;c;ZXZpbA==\u0007.yaml'],
  ['a mark that turns the text around', './\u202Elmay.yaml'],
  ['an endless address', `./${'a/'.repeat(1000)}x.yaml`],
];

test.each(refused)('%s is refused: %s', (_, address) => {
  expect(parseAddress(address)).toMatchObject({ ok: false, error: { code: 'invalid-source' } });
});

const secrets = [
  'https://me:hunter2secret@github.com/acme/presets',
  'git+https://hunter2secret@git.acme.example/presets.git',
  'git+https://oauth2:hunter2secret@gitlab.com/acme/presets.git#main/shop',
  'git+ssh://git:hunter2secret@host/presets.git',
  'http://me:hunter2secret@github.com/acme/presets',
];

test.each(secrets)(
  'an address with credentials is refused without repeating them: %s',
  (address) => {
    const parsed = parseAddress(address);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid-source' } });
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
  },
);

const accepted: readonly (readonly [string, object])[] = [
  ['./acme.yaml', { kind: 'local', path: './acme.yaml' }],
  ['presets/acme', { kind: 'local', path: 'presets/acme' }],
  ['npm:presets', { kind: 'npm', package: 'presets', version: 'latest', exact: false, path: null }],
  [
    'npm:@acme/p@1.2.3-rc.1/sub/shop',
    { kind: 'npm', package: '@acme/p', version: '1.2.3-rc.1', exact: true, path: 'sub/shop' },
  ],
  ['npm:@acme/p@^1.2', { kind: 'npm', version: '^1.2', exact: false }],
  [
    'github:acme/presets',
    {
      kind: 'git',
      by: 'degit',
      repository: 'github:acme/presets',
      url: 'https://github.com/acme/presets',
      tail: null,
    },
  ],
  [
    'https://github.com/acme/presets.git#v1/shop',
    { repository: 'github:acme/presets', tail: 'v1/shop' },
  ],
  [
    `bitbucket:acme/presets#${hash}`,
    { by: 'degit', url: 'https://bitbucket.org/acme/presets', tail: hash },
  ],
  ['git@gitlab.com:acme/presets.git', { by: 'degit', url: 'git@gitlab.com:acme/presets.git' }],
  [
    'git+https://git.acme.example:8443/team/presets.git#main',
    { by: 'git', url: 'https://git.acme.example:8443/team/presets.git', tail: 'main' },
  ],
  [
    'git+ssh://git@git.acme.example/presets.git',
    { by: 'git', url: 'ssh://git@git.acme.example/presets.git' },
  ],
  ['git+file:///srv/git/presets.git#main', { by: 'git', url: 'file:///srv/git/presets.git' }],
];

test.each(accepted)('%s is an address', (text, address) => {
  expect(isAddress(text)).toBe(true);
  expect(parseAddress(text)).toMatchObject({ ok: true, value: address });
});

test('the names of built-in presets are no addresses', () => {
  for (const name of ['shop', 'service-per-team', 'constructor', '__proto__'])
    expect(isAddress(name)).toBe(false);
});

import manifest from '../../../package.json' with { type: 'json' };
import { compareVersions } from '../semantic-version.ts';
import type { World } from '../command.ts';
import { fine, problem, warning, type Finding } from './finding.ts';
import { ask, versionIn, type Answer } from './probe.ts';

const requiredNode = manifest.engines.node.replace('>=', '');

/** What the program itself uses: Node.js always, the rest where it is there. */
export async function tools(world: World): Promise<readonly Finding[]> {
  return Promise.all([
    node(),
    npm(world),
    git(world),
    identity(world),
    docker(world),
    compose(world),
  ]);
}

function node(): Finding {
  const running = process.versions.node;
  return compareVersions(running, `${requiredNode}.0`) < 0
    ? problem(
        'node',
        'Node.js',
        `${running}, and ${requiredNode} is needed`,
        'Install a newer one from https://nodejs.org.',
      )
    : fine('node', 'Node.js', running);
}

async function npm(world: World): Promise<Finding> {
  const answer = await ask(['npm', '--version'], world);
  return told(
    'npm',
    'npm',
    answer,
    'it fetches presets from packages, and older versions for upgrade',
    'It comes with Node.js: https://nodejs.org.',
  );
}

async function git(world: World): Promise<Finding> {
  const answer = await ask(['git', '--version'], world);
  const version = answer.kind === 'said' ? versionIn(answer.text) : null;
  if (version !== null && compareVersions(version, '2.28.0') < 0) {
    return warning(
      'git',
      'git',
      `${version}, and 2.28 is needed to make repositories`,
      'Install a newer one from https://git-scm.com.',
    );
  }
  return told(
    'git',
    'git',
    answer,
    'repositories are made without it, and merged without knowing renames',
    'Install it from https://git-scm.com.',
  );
}

async function identity(world: World): Promise<Finding> {
  const answer = await ask(
    ['git', '-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'],
    world,
  );
  if (answer.kind === 'said') {
    return fine('git-identity', 'git identity', answer.text.replace(/ \d+ [+-]\d{4}$/, ''));
  }
  const message =
    answer.kind === 'failed'
      ? 'none: what create writes is staged, and not committed'
      : 'git does not say';
  return warning(
    'git-identity',
    'git identity',
    message,
    'git config --global user.name "Your Name", and user.email',
  );
}

const dockerUse = 'only Docker Compose and image builds need it';

async function docker(world: World): Promise<Finding> {
  const answer = await ask(['docker', 'version', '--format', '{{.Server.Version}}'], world);
  if (answer.kind === 'missing') {
    return warning(
      'docker',
      'Docker',
      `not found; ${dockerUse}`,
      'Install it from https://docs.docker.com/get-docker/.',
    );
  }
  const version = answer.kind === 'said' ? versionIn(answer.text) : null;
  if (version !== null) return fine('docker', 'Docker', version);
  const message =
    answer.kind === 'too-slow'
      ? 'its engine takes too long to answer'
      : 'its engine is not running';
  return warning(
    'docker',
    'Docker',
    `${message}; ${dockerUse}`,
    'Start it: Docker Desktop, or sudo systemctl start docker.',
  );
}

async function compose(world: World): Promise<Finding> {
  const answer = await ask(['docker', 'compose', 'version', '--short'], world);
  const version = answer.kind === 'said' ? versionIn(answer.text) : null;
  if (version !== null) return fine('docker-compose', 'Compose', version);
  return warning(
    'docker-compose',
    'Compose',
    'not found; only "docker compose up" needs it',
    'Install it from https://docs.docker.com/compose/install/.',
  );
}

function told(id: string, subject: string, answer: Answer, use: string, hint: string): Finding {
  const version = answer.kind === 'said' ? versionIn(answer.text) : null;
  if (version !== null) return fine(id, subject, version);
  const message = answer.kind === 'too-slow' ? 'takes too long to answer' : 'not found';
  return warning(id, subject, `${message}; ${use}`, hint);
}

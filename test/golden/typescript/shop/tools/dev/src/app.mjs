import { portOf } from './ports.mjs';
import { untilEnd, withPort } from './run.mjs';
import { say } from './say.mjs';
import { start } from './process/command.mjs';

/**
 * The app as its configuration says: what prepares it (migrations), one after another, then its
 * processes side by side, until one ends.
 * @param {import('./config.mjs').Config} config
 * @param {import('./run.mjs').Task} task
 * @returns {Promise<number>}
 */
export async function runApp(config, { environment, guard, interruption, failed }) {
  /** @type {import('./process/command.mjs').Running[]} */
  let running = [];
  const readable = process.stdout.isTTY === true;
  interruption.forward((signal, insistent) => {
    for (const process of running) process.signal(insistent ? 'SIGKILL' : signal);
  });

  for (const line of config.app.prepare) {
    const step = await start({ line, environment, label: null, readable });
    guard.watch({ kind: 'group', leader: step.leader });
    running = [step];
    const code = await step.done;
    if (code !== 0) return code;
    interruption.check();
  }

  running = [];
  for (const [index, each] of config.app.processes.entries()) {
    const one = await start({
      line: each.command,
      environment: placed(environment, index),
      label: config.app.processes.length > 1 ? each.name : null,
      readable,
    });
    guard.watch({ kind: 'group', leader: one.leader });
    running.push(one);
    invite(each, placed(environment, index).PUBLIC_URL ?? '');
  }
  return await untilEnd(running, failed);
}

/**
 * Several processes cannot share the ports.
 * @param {Record<string, string | undefined>} environment
 * @param {number} index
 */
function placed(environment, index) {
  if (index === 0) return environment;
  return {
    ...environment,
    PORT: String(portOf(environment, 'PORT', index)),
    MANAGEMENT_PORT: String(portOf(environment, 'MANAGEMENT_PORT', index)),
    PUBLIC_URL: withPort(environment.PUBLIC_URL ?? '', index),
  };
}

/**
 * @param {import('./config.mjs').AppProcess} app
 * @param {string} origin
 */
function invite({ name, tryPath }, origin) {
  const runtime = 'bun' in process.versions ? 'bun' : 'node';
  say(`${name} on ${origin}; from another terminal:`);
  say(
    `  curl -H "Authorization: Bearer $(${runtime} tools/dev/main.mjs token)" ${origin}${tryPath}`,
  );
  say(`or sign in by a browser: ${origin}/auth/login?returnTo=/docs`);
}

import { developmentFiles } from '../../reading/code/production.ts';
import { nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textAt } from '../../reading/data.ts';
import { realms, type Realm } from '../../reading/deployment/realms.ts';
import { ts } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

const realmRotation: Check = {
  name: 'realm-rotation',
  title: 'The realm revokes a refresh token when it is used',
  reason:
    'A refresh token that stays good lets whoever copied it in for as long as the session lasts, and nobody notices.',
  mend: 'Set revokeRefreshToken to true and refreshTokenMaxReuse to 0.',
  subject: 'realms that give refresh tokens',
  inspect: (repository) =>
    inspectEach(realms(repository).filter(givesRefreshTokens), function* (realm) {
      if (realm.data['revokeRefreshToken'] !== true)
        yield realm.at(['revokeRefreshToken'], 'A refresh token stays good after it was used.');
      const reuse = Number(textAt(realm.data, 'refreshTokenMaxReuse') ?? 0);
      if (reuse > 0)
        yield realm.at(['refreshTokenMaxReuse'], `A refresh token may be used ${reuse + 1} times.`);
    }),
};

function givesRefreshTokens({ clients }: Realm): boolean {
  return clients.some(
    ({ data }) =>
      data['standardFlowEnabled'] !== false &&
      textAt(data, 'attributes', 'use.refresh.tokens') !== 'false',
  );
}

const developmentRotation: Check = {
  name: 'development-rotation',
  title: 'Refresh tokens for development rotate as well',
  reason:
    'A session that survives the reuse of a token in development hides a mistake until production.',
  mend: 'Leave rotateRefreshToken at true.',
  subject: 'files of tools',
  inspect: (repository) =>
    inspectEach(developmentFiles(repository), function* (file) {
      for (const member of syntaxOf(file).members) {
        if (
          nameOf(member.name) === 'rotateRefreshToken' &&
          member.initializer.kind === ts.SyntaxKind.FalseKeyword
        )
          yield file.at(member.initializer, 'Refresh tokens do not rotate.');
      }
    }),
};

export const refresh: Rule = {
  id: 'SEC-3',
  title: 'Refresh tokens rotate',
  checks: [realmRotation, developmentRotation],
};

import type { FastifyRequest } from 'fastify';
import { asNobody, type Tx } from '../../platform/db/db.ts';
import { errorFactory, platformErrors } from '../../platform/http/errors.ts';
import { peopleErrors } from '../contract.ts';
import { originOf, type PeopleDeps } from '../origin.ts';
import * as ownAccountSql from '../own-account/sql.ts';
import * as signInSql from '../sign-in/sign-in-sql.ts';
import { type Attempt, attemptAtCode, countAttempt } from '../sign-in/sign-in-throttle.ts';
import { hashRecoveryCode, unsealSecret, readCode, stepOf } from './codes.ts';
import * as secondFactorSql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...peopleErrors });

/** A verified code. `useProof` uses it up. */
export type FactorProof = { kind: 'totp'; step: number } | { kind: 'recovery'; hash: Buffer };

export const wrongCode = () =>
  fail('wrong_code', 'This code is wrong or has already been used.', {
    errors: [{ path: 'code', message: 'Wrong or already used. Codes change every 30 seconds.' }],
  });

export const codeRequired = () =>
  fail('second_factor_required', 'Enter the code from your authenticator app, or a recovery code.');

type Account = { id: string; email: string; factor: signInSql.SignInFactor };

/** Checks a code before the main transaction. Counts every attempt in a separate transaction. */
export async function checkCode(
  { config, db, now }: PeopleDeps,
  { id, email, factor }: Account,
  typed: string,
  request: FastifyRequest,
): Promise<{ proof: FactorProof; attempt: Attempt }> {
  const attempt = attemptAtCode(config, request, email);
  await asNobody(db, (tx) => countAttempt(tx, attempt));
  const read = readCode(typed);
  // whether this recovery code exists is checked when it is used up
  if (read?.kind === 'recovery') {
    return { proof: { kind: 'recovery', hash: hashRecoveryCode(config, id, read.code) }, attempt };
  }
  const secret = unsealSecret(config, id, factor.sealedSecret);
  const step = read ? stepOf(secret, read.code, factor.lastStep, now()) : null;
  if (step !== null) return { proof: { kind: 'totp', step }, attempt };
  await asNobody(db, (tx) => ownAccountSql.recordOwnEvent(tx, 'second-factor.refused', id, originOf(request)));
  throw wrongCode();
}

/** Uses up the code. Of two concurrent requests with one code, one succeeds. */
export async function consumeProof(tx: Tx, userId: string, proof: FactorProof): Promise<void> {
  const isGood =
    proof.kind === 'totp'
      ? await secondFactorSql.useCode(tx, userId, proof.step)
      : await secondFactorSql.useRecoveryCode(tx, userId, proof.hash);
  if (!isGood) throw wrongCode();
}

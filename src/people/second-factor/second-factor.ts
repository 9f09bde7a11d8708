import type { FastifyRequest } from 'fastify';
import { asNobody, type Tx } from '../../platform/db/db.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { errorFactory, platformErrors } from '../../platform/http/errors.ts';
import { peopleErrors } from '../contract.ts';
import { originOf, type PeopleDeps } from '../origin.ts';
import { notify, type PasswordProof, provePassword } from '../own-account/own-account.ts';
import * as ownAccountSql from '../own-account/sql.ts';
import * as sessionsSql from '../sign-in/sessions-sql.ts';
import { requireSession } from '../sign-in/sessions.ts';
import { type Attempt, attemptAtCode, countAttempt, settleAttempt } from '../sign-in/sign-in-throttle.ts';
import {
  hashRecoveryCode,
  newRecoveryCodes,
  newSecret,
  unsealSecret,
  otpauthUri,
  readCode,
  sealSecret,
  stepOf,
} from './codes.ts';
import { checkCode, type FactorProof, consumeProof, wrongCode } from './second-proof.ts';
import * as secondFactorSql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...peopleErrors });

export async function readSecondFactor(tx: Tx, { config }: PeopleDeps, caller: Caller, request: FastifyRequest) {
  const [{ row }, factor] = [
    await requireSession(tx, config, request),
    await secondFactorSql.ownSecondFactor(tx, caller.id),
  ];
  const since = factor?.confirmed_at ?? null;
  return {
    enabled: since !== null,
    enabledAt: since?.toISOString() ?? null,
    setupRequired: row.must_set_up,
    recoveryCodesLeft: since === null ? 0 : await secondFactorSql.countRecoveryCodes(tx, caller.id),
  };
}

/** Starts the setup. The second factor is not required until a code confirms it. Starting again replaces the secret. */
export async function beginSecondFactor(tx: Tx, { config }: PeopleDeps, caller: Caller, { attempt }: PasswordProof) {
  await settleAttempt(tx, attempt);
  const secret = newSecret();
  if (!(await secondFactorSql.beginSecondFactor(tx, caller.id, sealSecret(config, caller.id, secret)))) {
    throw fail(
      'second_factor_enabled',
      'Two-factor authentication is already on. Turn it off first to set it up again.',
    );
  }
  const issuer = caller.partner?.name ?? caller.tenant?.name ?? 'Operator';
  return { secret, otpauthUri: otpauthUri(secret, issuer, caller.email) };
}

/** Runs outside the main transaction, so that a wrong code's rollback does not undo the count. */
export async function countCode({ config, db }: PeopleDeps, caller: Caller, request: FastifyRequest): Promise<Attempt> {
  const attempt = attemptAtCode(config, request, caller.email);
  await asNobody(db, (tx) => countAttempt(tx, attempt));
  return attempt;
}

/** Confirms the setup with a code. From now on signing in requires one. Ends all other sessions, because they never gave a code. */
export async function confirmSecondFactor(
  tx: Tx,
  deps: PeopleDeps,
  caller: Caller,
  { typed, attempt, request }: { typed: string; attempt: Attempt; request: FastifyRequest },
) {
  const { config, now } = deps;
  const factor = await secondFactorSql.ownSecondFactor(tx, caller.id);
  if (!factor || factor.confirmed_at !== null)
    throw fail('second_factor_not_begun', 'No setup is in progress. Start the setup again.');
  const read = readCode(typed);
  const secret = unsealSecret(config, caller.id, factor.sealed_secret);
  const step = read?.kind === 'totp' ? stepOf(secret, read.code, 0, now()) : null;
  if (step === null) throw wrongCode();
  await settleAttempt(tx, attempt);
  await secondFactorSql.confirmSecondFactor(tx, caller.id, step);
  const { row } = await requireSession(tx, config, request);
  await sessionsSql.endOtherSessions(tx, row.session_id);
  await ownAccountSql.recordOwnEvent(tx, 'second-factor.enabled', caller.id, originOf(request));
  await notify(tx, caller, 'second-factor-enabled', now());
  return issueRecoveryCodes(tx, deps, caller);
}

async function issueRecoveryCodes(tx: Tx, { config }: PeopleDeps, caller: Caller) {
  const recoveryCodes = newRecoveryCodes();
  const hashes = recoveryCodes.map((code) => hashRecoveryCode(config, caller.id, code));
  await secondFactorSql.replaceRecoveryCodes(tx, caller.id, hashes);
  return { recoveryCodes };
}

export type BothProofs = PasswordProof & { code: { proof: FactorProof; attempt: Attempt } };

/** Requires password and code before the second factor itself changes. */
export async function provePasswordAndCode(
  deps: PeopleDeps,
  caller: Caller,
  input: { currentPassword: string; code: string },
  request: FastifyRequest,
): Promise<BothProofs> {
  const password = await provePassword(deps, caller, input.currentPassword, request);
  if (password.factor === null) throw fail('second_factor_not_enabled', 'Two-factor authentication is off.');
  const code = await checkCode(
    deps,
    { id: caller.id, email: caller.email, factor: password.factor },
    input.code,
    request,
  );
  return { ...password, code };
}

async function consumeProofs(tx: Tx, caller: Caller, { attempt, code }: BothProofs): Promise<void> {
  await consumeProof(tx, caller.id, code.proof);
  await settleAttempt(tx, attempt);
  await settleAttempt(tx, code.attempt);
}

export async function renewRecoveryCodes(
  tx: Tx,
  deps: PeopleDeps,
  caller: Caller,
  { proofs, request }: { proofs: BothProofs; request: FastifyRequest },
) {
  await consumeProofs(tx, caller, proofs);
  await ownAccountSql.recordOwnEvent(tx, 'second-factor.recovery-codes-renewed', caller.id, originOf(request));
  return issueRecoveryCodes(tx, deps, caller);
}

export async function disableSecondFactor(
  tx: Tx,
  { now }: PeopleDeps,
  caller: Caller,
  { proofs, request }: { proofs: BothProofs; request: FastifyRequest },
): Promise<void> {
  await consumeProofs(tx, caller, proofs);
  await secondFactorSql.deleteSecondFactor(tx, caller.id);
  await ownAccountSql.recordOwnEvent(tx, 'second-factor.disabled', caller.id, originOf(request));
  await notify(tx, caller, 'second-factor-disabled', now());
}

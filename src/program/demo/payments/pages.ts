import { toMinor } from '../../../cards/rules.ts';
import { xml } from '../../../platform/escape/xml.ts';
import { decimalsOf } from '../../../platform/values/currencies.ts';
import { minorText } from '../../../platform/values/money.ts';
import { type Session, TEST_CARDS, type TestCard } from './objects.ts';

const escaped = (text: string): string => String(xml`${text}`);

const page = (body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Demo payments</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1rem; color: #1c2128; background: #f6f7f9 }
main { background: #fff; border: 1px solid #d5dae1; border-radius: 8px; padding: 1.5rem }
.demo { background: #fff3cd; border: 1px solid #d9b44a; border-radius: 6px; padding: .5rem .75rem; margin-bottom: 1rem }
label { display: block; padding: .4rem 0 } button { font: inherit; padding: .5rem 1.25rem; margin-top: 1rem; cursor: pointer }
small { color: #57606a; display: block; margin-left: 1.6rem } .bad { color: #b42318 }
</style>
<main><p class="demo"><strong>Demo payments.</strong> This page stands in for Stripe. No card is charged and no money moves.</p>
${body}</main></html>`;

function amountOf({ amount, currency: code }: Session): string {
  const currency = code.toUpperCase();
  return `${currency} ${minorText(toMinor({ amount, currency }) ?? amount, decimalsOf(currency))}`;
}

const headOf = (session: Session): string =>
  session.mode === 'setup'
    ? '<h1>Save a card</h1>'
    : `<h1>Pay ${escaped(amountOf(session))}</h1><p>${escaped(session.title)}</p>`;

const back = ({ cancel_url: url }: Session): string => `<p><a href="${escaped(url)}">Back without paying</a></p>`;

export const payPage = (session: Session, fault = ''): string =>
  page(`${headOf(session)}${fault === '' ? '' : `<p class="bad" role="alert">${fault}</p>`}
<form method="post"><fieldset><legend>Test card</legend>${TEST_CARDS.map(
    ({ number, says }, at) =>
      `<label><input type="radio" name="card" value="${number}"${at === 0 ? ' checked' : ''}> ${number}<small>${says}</small></label>`,
  ).join('')}</fieldset><button>${session.mode === 'setup' ? 'Save card' : 'Pay'}</button></form>${back(session)}`);

export const declinedPage = (session: Session): string =>
  payPage(session, 'The card was declined. Choose another one.');

export const confirmPage = (session: Session, { number }: TestCard): string =>
  page(`<h1>Your bank asks you to confirm</h1><p>${escaped(amountOf(session))}</p>
<form method="post"><input type="hidden" name="card" value="${number}"><input type="hidden" name="confirmed" value="yes"><button>Confirm</button></form>${back(session)}`);

export const messagePage = (text: string): string => page(`<p>${text}</p>`);

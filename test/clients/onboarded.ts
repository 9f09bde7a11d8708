export type Account = { email: string; password: string };

/** The result of onboarding a customer with a generated client. */
export type Onboarded = { number: string; routing: string; statuses: string[]; refusedBySuspension: boolean };

/** The data of a successful response. */
export function dataOf<Data>({ data, error }: { data?: Data; error?: unknown }): NonNullable<Data> {
  if (data === undefined || data === null) throw new Error(JSON.stringify(error));
  return data;
}

export function cookieOf(response: Response | undefined): string {
  const cookies = response?.headers.getSetCookie() ?? [];
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

/** What a refused key means and what to do about it, in the user's words. Pure. */
import type { Failure, FailureCause } from '../exchanges/account.ts';

/** `venue` is the venue's name; its own words follow in brackets. */
export function failureWords(failure: Failure, venue: string): string {
  // The venue was not asked, so that what it would say is not the cure.
  if (failure.isOurs === true && isFinal(failure.cause)) return failure.message;
  return `${sentence(failure.cause, venue)}${inBrackets(failure, venue)}`;
}

/** Of a question that is asked once: nobody asks again unless the user does. */
export function failureOfCheck(failure: Failure, venue: string): string {
  const { cause } = failure;
  if (cause !== 'busy' && cause !== 'rate-limit') return failureWords(failure, venue);
  const what = cause === 'busy' ? 'could not answer' : 'limits how often it can be asked';
  return `${venue} ${what}. Check the key again in a while.${inBrackets(failure, venue)}`;
}

function inBrackets({ message, isOurs }: Failure, venue: string): string {
  if (message === '') return '';
  return isOurs === true ? ` (${message})` : ` (${venue} says: ${message})`;
}

/** No further attempt can help until the user does something. */
export function isFinal(cause: FailureCause): boolean {
  return finalCauses.has(cause);
}

function sentence(cause: FailureCause, venue: string): string {
  switch (cause) {
    case 'key':
      return `${venue} does not know this key: it was deleted, disabled or belongs to another environment. Enter a new key.`;
    case 'secret':
      return `${venue} finds the signature wrong: the secret or passphrase does not belong to this key. Enter the key again.`;
    case 'expired':
      return `This key has expired. Make a new one at ${venue} and enter it here.`;
    case 'permission':
      return `This key may not read this. Allow it to read at ${venue}, or make a new key.`;
    case 'address':
      return `${venue} does not accept this key from this internet address. Change the key's address list at ${venue}.`;
    case 'clock':
      return `The clock of this computer and that of ${venue} differ too much. Set this computer's clock.`;
    case 'rate-limit':
      return `${venue} limits how often it can be asked; Vigil waits and tries again.`;
    case 'busy':
      return `${venue} could not answer; Vigil tries again.`;
    case 'other':
      return `${venue} refused the request.`;
    default:
      return cause satisfies never;
  }
}

const finalCauses: ReadonlySet<FailureCause> = new Set(['key', 'secret', 'expired', 'permission', 'address']);

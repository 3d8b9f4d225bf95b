/** The words of a popup as a desktop takes them: one line, and no markup where it would be read. Pure. */
import { plainLine } from '../../preload/contract/plain-line.ts';

export interface PopupWords {
  readonly title: string;
  readonly body: string;
}

/** `readsMarkup`: Linux servers do, in the body, and Electron hands it over as it is. */
export function popupWords({ title, body }: PopupWords, readsMarkup: boolean): PopupWords {
  return { title: plainLine(title), body: readsMarkup ? escaped(plainLine(body)) : plainLine(body) };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

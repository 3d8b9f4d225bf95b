import { expect, test } from 'vitest';
import { createNotices } from '../../src/main/app/notices.ts';

function opened() {
  const sent: unknown[] = [];
  const noted: string[] = [];
  let isOpen = true;
  const notices = createNotices({ isOpen: () => isOpen, send: (_name, event) => sent.push(event) }, (text) =>
    noted.push(text),
  );
  return { notices, sent, noted, setOpen: (next: boolean) => (isOpen = next) };
}

test('a notice is told at once, kept, and written to the log', () => {
  const { notices, sent, noted } = opened();
  notices.add('settings.json was damaged');
  expect(sent).toEqual([{ notices: ['settings.json was damaged'] }]);
  expect(notices.list()).toEqual(noted);
});

test('a notice that came while the window was hidden is told when it is back', () => {
  const { notices, sent, setOpen } = opened();
  setOpen(false);
  notices.add('the disk is full');
  expect(sent).toEqual([]);
  setOpen(true);
  notices.resume();
  expect(sent).toEqual([{ notices: ['the disk is full'] }]);
});

test('the same trouble is said once, and a flood does not fill the window', () => {
  const { notices } = opened();
  for (let number = 0; number < 500; number += 1) notices.add(`error ${number % 50}`);
  expect(notices.list().length).toBeLessThanOrEqual(20);
});

import { expect, test } from 'vitest';
import { type TrayFeed, trayModel, withNewVersion } from '../../src/main/alerts/tray-model.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';

const time = { monoMs: 100_000, wallMs: Date.UTC(2026, 10, 24, 14, 0), utcOffsetMinutes: 60 };

function feeds(...states: readonly ChannelState[]): TrayFeed[] {
  return states.map((state, index) => ({
    feedId: `f${index}`,
    name: index === 0 ? 'Bybit main' : `Feed ${index}`,
    state,
    paused: false,
    oldSinceMs: 58_000,
  }));
}

test.each([
  [['live', 'quiet', 'live'], 'ok', 'All 3 feeds fresh'],
  [['live'], 'ok', 'Bybit main is fresh'],
  [['late', 'live', 'live'], 'late', '1 of 3 feeds late'],
  [['stalled', 'live', 'late'], 'stalled', '1 of 3 feeds stalled: Bybit main, 42 s'],
  [['stalled', 'stalled', 'live'], 'stalled', '2 of 3 feeds stalled'],
  [['stalled', 'down', 'down'], 'down', '2 of 3 feeds down'],
  [['refused', 'live', 'late'], 'refused', 'Bybit main needs you'],
  [['waiting', 'live'], 'refused', 'Bybit main needs you'],
  [['resyncing', 'live'], 'late', '1 of 2 feeds resyncing'],
  [['connecting', 'live'], 'ok', '1 of 2 feeds connecting'],
  [['down'], 'down', '1 of 1 feed down'],
  [[], 'ok', 'No feeds yet'],
] as const)('%o is shown as %s: %s', (states, icon, tooltip) => {
  const model = trayModel(feeds(...states), null, time);
  expect(model).toMatchObject({ icon, tooltip });
  expect(model.lines[0]).toEqual({ kind: 'headline', text: tooltip });
});

test('the menu names the state, a line per feed with the worst first, and what can be done', () => {
  const { lines } = trayModel(feeds('live', 'quiet', 'late', 'stalled'), null, time);
  expect(lines.map((line) => ('text' in line ? line.text : line.kind))).toEqual([
    '1 of 4 feeds stalled: Feed 3, 42 s',
    'separator',
    'Feed 3: stalled 42 s',
    'Feed 2: late 42 s',
    'Bybit main: live',
    'Feed 1: quiet, proven',
    'separator',
    'Pause alerts',
    'Show Vigil',
    'Quit',
  ]);
});

test('a paused feed is neither a trouble nor fresh', () => {
  const [first, second, third] = feeds('waiting', 'live', 'live');
  if (first === undefined || second === undefined || third === undefined) throw new Error('no feeds');
  const paused = { ...first, paused: true };
  const model = trayModel([paused, second, third], null, time);
  expect(model).toMatchObject({ icon: 'ok', tooltip: 'All 2 feeds fresh; 1 paused' });
  expect(model.lines).toContainEqual({ kind: 'feed', feedId: 'f0', text: 'Bybit main: paused' });
  expect(trayModel([paused], null, time).tooltip).toBe('All feeds are paused');
});

test('a pause shows its bars and its end, and can be ended', () => {
  const model = trayModel(feeds('live', 'late'), time.wallMs + 120_000, time);
  expect(model).toMatchObject({ icon: 'paused', tooltip: 'Alerts paused until 15:02' });
  expect(model.lines).toContainEqual({
    kind: 'unpause',
    text: 'Resume alerts (alerts paused until 15:02)',
  });
});

test('a pause does not hide a stall, and is over when its time is', () => {
  expect(trayModel(feeds('stalled'), time.wallMs + 120_000, time).icon).toBe('stalled');
  expect(trayModel(feeds('live'), time.wallMs, time).icon).toBe('ok');
});

test('a long list of feeds is cut, the worst stay', () => {
  const states: ChannelState[] = Array.from({ length: 19 }, () => 'live');
  const { lines } = trayModel(feeds(...states, 'stalled'), null, time);
  const listed = lines.filter((line) => line.kind === 'feed' || line.kind === 'more');
  expect(listed).toHaveLength(13);
  expect(listed[0]).toMatchObject({ text: 'Feed 19: stalled 42 s' });
  expect(listed.at(-1)).toEqual({ kind: 'more', text: 'and 8 more' });
});

test('a newer version is one line above "Show Vigil", and changes nothing else', () => {
  const before = trayModel(feeds('live', 'live'), null, time);
  const after = withNewVersion(before, '0.3.0');
  expect(after.lines.filter((line) => !before.lines.includes(line))).toEqual([
    { kind: 'new-version', text: 'Vigil 0.3.0 is out' },
  ]);
  expect(after.lines.slice(-3).map(({ kind }) => kind)).toEqual(['new-version', 'show', 'quit']);
  expect([after.icon, after.tooltip]).toEqual([before.icon, before.tooltip]);
  expect(withNewVersion(before, null)).toBe(before);
});

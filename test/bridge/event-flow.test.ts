import { describe, expect, test } from 'vitest';
import { createEventFlow } from '../../src/main/bridge/event-flow.ts';

const health = { loopDelayMs: 0, cpuPercent: 0 };

describe('the way to the window', () => {
  test('is closed until the window shows, and while it is hidden', () => {
    const flow = createEventFlow(() => {});
    expect(flow.isOpen()).toBe(false);
    flow.setVisible(true);
    expect(flow.isOpen()).toBe(true);
    flow.setVisible(false);
    expect(flow.isOpen()).toBe(false);
  });

  test('closes when the window stops answering, and opens with its first answer', () => {
    const { flow, opened } = visibleFlow();
    sendUntilClosed(flow);
    expect(flow.isOpen()).toBe(false);
    expect(opened()).toBe(1);
    flow.received();
    expect(flow.isOpen()).toBe(true);
    expect(opened()).toBe(2);
  });

  test('does not open for a hidden window that answers', () => {
    const { flow, opened } = visibleFlow();
    sendUntilClosed(flow);
    flow.setVisible(false);
    flow.received();
    expect(flow.isOpen()).toBe(false);
    expect(opened()).toBe(1);
  });

  test('is open again after the page was loaded anew, whose answers will never come', () => {
    const { flow } = visibleFlow();
    sendUntilClosed(flow);
    flow.restart();
    expect(flow.isOpen()).toBe(true);
  });

  test('more answers than events, as a page could send them, open nothing further', () => {
    const { flow } = visibleFlow();
    for (let count = 0; count < 500; count++) flow.received();
    expect(sendUntilClosed(flow)).toBeLessThan(200);
  });
});

function visibleFlow() {
  let count = 0;
  const flow = createEventFlow(() => {});
  flow.onOpen(() => {
    count += 1;
  });
  flow.setVisible(true);
  return { flow, opened: () => count };
}

function sendUntilClosed(flow: ReturnType<typeof createEventFlow>): number {
  let sent = 0;
  for (; flow.isOpen() && sent < 10_000; sent++) flow.send('self.health', health);
  return sent;
}

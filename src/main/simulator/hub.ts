/** Who is connected and subscribed to what: answers commands, delivers events, obeys the faults in force. */
import type { Clock } from '../feeds/clock.ts';
import type { Auth } from './auth.ts';
import type { BookFeed } from './book-feed.ts';
import {
  ackFrame,
  type Command,
  errorFrame,
  helpText,
  parseCommand,
  welcomeFrame,
  words,
} from './commands.ts';
import { badFrame, unknownRow } from './fault-frames.ts';
import type { Faults } from './faults.ts';
import { createOutbox, type Wire } from './outbox.ts';
import type { Fault } from './practice-venue.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Simulation, StepResult } from './simulation.ts';
import type { Snapshots } from './snapshots.ts';
import { createSubscriptions, objection, type Session, type Subscription } from './subscriptions.ts';
import { schemaOf, splitTopic } from './tables.ts';
import type { VenueEvent } from './venue-event.ts';

export interface NewSession {
  readonly platform: boolean;
  readonly authenticated: boolean;
  readonly connectionsLeft: number;
  readonly topics: readonly string[];
}

export interface Hub {
  open(wire: Wire, details: NewSession): Session;
  receive(session: Session, text: string): void;
  ping(session: Session, payload: Buffer): void;
  leave(session: Session): void;
  publish(step: StepResult): void;
  inject(fault: Fault): void;
  heal(): void;
  readonly sessions: ReadonlySet<Session>;
  readonly framesSent: number;
}

/** A client that lets this much pile up is cut off. */
const bufferLimitBytes = 32 * 1024 * 1024;

export interface HubParts {
  readonly simulation: Simulation;
  readonly books: BookFeed;
  readonly snapshots: Snapshots;
  readonly faults: Faults;
  readonly auth: Auth;
  readonly clock: Clock;
}

export function createHub(parts: HubParts): Hub {
  const { simulation, books, snapshots, faults, auth, clock } = parts;
  const sessions = new Set<Session>();
  const subscriptions = createSubscriptions();
  let framesSent = 0;

  function now(): string {
    return new Date(clock.wallMs()).toISOString();
  }

  function send(session: Session, frame: string): void {
    if (faults.blackHole || session.dropped) return;
    if (session.wire.bufferedBytes > bufferLimitBytes) {
      session.dropped = true;
      session.wire.close(1008, 'Reads too slowly');
      return;
    }
    framesSent += 1;
    session.outbox.push((wire) => wire.text(frame));
  }

  function sendPartial(session: Session, topic: Subscription, withoutRows = 0): void {
    topic.owed = false;
    topic.waiting = false;
    const schema = schemaOf(topic.table);
    if (schema === null) return;
    const filter = {
      ...(schema.access === 'account' ? { account: simulation.account.id } : {}),
      ...(topic.symbol === null ? {} : { symbol: topic.symbol }),
    };
    const { keys, types, foreignKeys, attributes } = schema;
    const data = snapshots.rows(topic.table, topic.symbol, now()).slice(withoutRows);
    const { table } = topic;
    send(
      session,
      JSON.stringify({ table, action: 'partial', keys, types, foreignKeys, attributes, filter, data }),
    );
  }

  function subscribe(session: Session, topic: unknown, request: unknown): void {
    const refused = objection(session, topic, snapshots.knows);
    if (refused !== null) {
      send(session, errorFrame(refused.status, refused.error, request));
      return;
    }
    const name = String(topic);
    const { table, symbol } = splitTopic(name);
    const subscription = subscriptions.add(session, name, faults.ackOnly || faults.mutes(table, symbol));
    if (subscription === null) {
      send(session, errorFrame(400, words.subscribed(name), request));
      return;
    }
    send(session, ackFrame('subscribe', name, request));
    if (!subscription.waiting) sendPartial(session, subscription);
  }

  function unsubscribe(session: Session, topic: unknown, request: unknown): void {
    const name = String(topic);
    const known = subscriptions.remove(session, name);
    send(
      session,
      known ? ackFrame('unsubscribe', name, request) : errorFrame(400, words.notSubscribed(name), request),
    );
  }

  function authenticate(session: Session, command: Extract<Command, { kind: 'authenticate' }>): void {
    const { key, signature, stamp } = command;
    const signed = { key, signature, verb: 'GET', path: '/realtime' };
    const refused =
      command.stampIs === 'nonce'
        ? auth.checkNonce({ ...signed, nonce: stamp })
        : auth.check({ ...signed, expires: stamp }, clock.wallMs());
    if (refused !== null) {
      send(session, errorFrame(refused.status, refused.message, command.request));
      return;
    }
    session.authenticated = true;
    send(session, JSON.stringify({ success: true, request: command.request }));
  }

  function answer(session: Session, command: Command): void {
    switch (command.kind) {
      case 'ping':
        send(session, 'pong');
        return;
      case 'help':
        send(session, JSON.stringify(helpText()));
        return;
      case 'subscribe':
        if (command.topics.length === 0) send(session, errorFrame(400, words.unrecognised, command.request));
        for (const topic of command.topics) subscribe(session, topic, command.request);
        return;
      case 'unsubscribe':
        for (const topic of command.topics) unsubscribe(session, topic, command.request);
        return;
      case 'authenticate':
        authenticate(session, command);
        return;
      case 'order-entry':
        send(session, errorFrame(403, words.noOrders, command.request));
        return;
      case 'unknown':
        send(session, errorFrame(400, words.unrecognised, command.request));
        return;
    }
  }

  function deliver(event: VenueEvent): void {
    const { table, symbol } = event;
    if (!subscriptions.wanted(table, symbol)) return;
    const silent = faults.blackHole || faults.mutes(table, symbol);
    if (!silent && faults.loses(table, symbol)) return;
    let frame: string | null = null;
    for (const [session, subscription] of subscriptions.of(table, symbol)) {
      if (silent) subscription.owed = true;
      if (silent || subscription.waiting) continue;
      frame ??= JSON.stringify({ table, action: event.action, data: event.rows });
      send(session, frame);
    }
  }

  function injectOnce(fault: Fault): void {
    for (const session of [...sessions]) {
      switch (fault.kind) {
        case 'drop':
          session.wire.terminate();
          break;
        case 'close':
          session.wire.close(fault.code, fault.reason ?? '');
          break;
        case 'duplicate-partial':
          for (const topic of session.subscriptions.values())
            sendPartial(session, topic, fault.withoutRows ?? 0);
          break;
        case 'unknown-row': {
          const { table, symbol } = splitTopic(fault.topic);
          const hears = [...session.subscriptions.values()].some(
            (topic) =>
              topic.table === table && (symbol === null || topic.symbol === null || topic.symbol === symbol),
          );
          if (hears) send(session, unknownRow(fault.topic, fault.action, simulation.account.id, now()));
          break;
        }
        case 'bad-frame': {
          const frame = badFrame(fault.frame);
          if (typeof frame === 'string') send(session, frame);
          else session.outbox.push((wire) => wire.binary(frame));
          break;
        }
      }
    }
  }

  return {
    sessions,
    get framesSent() {
      return framesSent;
    },
    open(wire, details) {
      const session: Session = {
        wire,
        outbox: createOutbox(wire, clock, () => faults.delayMs),
        commands: createRateLimit(120, 20),
        subscriptions: new Map(),
        platform: details.platform,
        authenticated: details.authenticated,
        dropped: false,
      };
      sessions.add(session);
      send(session, welcomeFrame(now(), details.connectionsLeft));
      for (const topic of details.topics) subscribe(session, topic, { op: 'subscribe', args: [topic] });
      return session;
    },
    receive(session, text) {
      if (faults.blackHole) return;
      const wait = session.commands.take(clock.monoMs());
      const command = parseCommand(text);
      if (wait > 0 && command.kind !== 'ping') {
        const request = 'request' in command ? command.request : text;
        send(session, errorFrame(429, words.tooFast(wait), request, { retryAfter: wait }));
        return;
      }
      answer(session, command);
    },
    ping(session, payload) {
      if (!faults.blackHole) session.outbox.push((wire) => wire.pong(payload));
    },
    leave(session) {
      session.outbox.close();
      sessions.delete(session);
      subscriptions.removeAll(session);
    },
    publish({ events, movedBooks }) {
      for (const event of events) deliver(event);
      const timestamp = now();
      for (const symbol of movedBooks) {
        const market = simulation.market.symbols.get(symbol);
        if (market === undefined) continue;
        const changes: VenueEvent[] = [];
        books.publish(market, timestamp, subscriptions.wanted, changes);
        for (const event of changes) deliver(event);
      }
    },
    inject(fault) {
      if (!faults.add(fault)) injectOnce(fault);
      if (fault.kind !== 'black-hole') return;
      for (const session of sessions) for (const topic of session.subscriptions.values()) topic.owed = true;
    },
    heal() {
      faults.clear();
      for (const session of sessions) {
        session.outbox.flush();
        for (const topic of session.subscriptions.values()) if (topic.owed) sendPartial(session, topic);
      }
    },
  };
}

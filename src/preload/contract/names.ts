/** The names alone, so that the preload script carries no schema code. Checked against the contract. */
import type { EventName } from './events.ts';
import type { RequestName } from './requests.ts';

export const requestNames = [
  'app.info',
  'app.licences',
  'app.open-notices',
  'app.diagnostics',
  'tables.snapshot',
  'rows.raw',
  'market.watch',
  'market.unwatch',
  'markets.add',
  'markets.remove',
  'feeds.reconnect',
  'feeds.resubscribe',
  'feeds.pause',
  'practice.fault',
  'practice.heal',
  'incidents.list',
  'incidents.ask',
  'incidents.export',
  'alerts.state',
  'alerts.acknowledge',
  'alerts.pause',
  'alerts.test',
  'accounts.state',
  'accounts.add',
  'accounts.replace-key',
  'accounts.check',
  'accounts.rename',
  'accounts.pause',
  'accounts.remove',
  'accounts.unlock',
  'updates.state',
  'updates.look',
  'updates.skip',
  'updates.open-page',
  'login.state',
  'login.change',
  'settings.load',
  'settings.save',
  'export.csv',
  'clipboard.write',
  'window.control',
] as const satisfies readonly RequestName[];

export const eventNames = [
  'tables.delta',
  'market.update',
  'self.health',
  'alerts.changed',
  'alerts.told',
  'incidents.changed',
  'accounts.changed',
  'updates.changed',
  'app.notices',
  'window.go',
  'window.state',
] as const satisfies readonly EventName[];

type Missing =
  | Exclude<RequestName, (typeof requestNames)[number]>
  | Exclude<EventName, (typeof eventNames)[number]>;
/** Fails to compile when a name of the contract is missing above. */
export const complete: [Missing] extends [never] ? true : Missing = true;

/** One function per request of the contract, over the services of main. */
import type { z } from 'zod';
import type { Result } from '../../preload/contract/bridge.ts';
import type { RequestName, Results, requests } from '../../preload/contract/requests.ts';
import { success } from './result.ts';
import type { Services } from './services.ts';

type Checked<N extends RequestName> = z.output<(typeof requests)[N]>;

export type Handlers = {
  readonly [N in RequestName]: (
    payload: Checked<N>,
    services: Services,
  ) => Result<Results[N]> | Promise<Result<Results[N]>>;
};

export const handlers: Handlers = {
  'app.info': (_, services) => success(services.info()),
  'app.licences': async (_, services) => success(await services.licences()),
  'app.open-notices': (_, services) => services.openNotices(),
  'app.diagnostics': (_, services) => success({ text: services.diagnostics() }),
  'tables.snapshot': ({ table }, services) => success(services.snapshot(table)),
  'rows.raw': ({ table, key }, services) => success(services.raw(table, key)),
  'market.watch': ({ venue, symbol }, services) => success(services.watch(venue, symbol)),
  'market.unwatch': (_, services) => success(services.unwatch()),
  'markets.add': (market, services) => services.addMarket(market),
  'markets.remove': ({ feedId }, services) => services.removeMarket(feedId),
  'feeds.reconnect': ({ feedId }, services) => services.reconnect(feedId),
  'feeds.resubscribe': ({ channelId }, services) => services.resubscribe(channelId),
  'feeds.pause': ({ feedId }, services) => services.pauseFeed(feedId),
  'practice.fault': ({ fault, seconds }, services) => services.fault(fault, seconds),
  'practice.heal': (_, services) => services.heal(),
  'incidents.list': ({ limit }, services) => success(services.incidents(limit)),
  'incidents.ask': ({ fromMs, toMs }, services) => success(services.ask(fromMs, toMs)),
  'incidents.export': ({ fromMs, toMs }, services) =>
    services.saveFile(incidentsFile(toMs), services.incidentsCsv(fromMs, toMs)),
  'alerts.state': (_, services) => success(services.alerts()),
  'alerts.acknowledge': ({ feedId }, services) => success(services.acknowledge(feedId)),
  'alerts.pause': ({ length }, services) => success(services.pauseAlerts(length)),
  'alerts.test': async (_, services) => success(await services.testAlert()),
  'accounts.state': (_, { accounts }) => success(accounts.state()),
  'accounts.add': ({ venue }, { accounts }) => accounts.add(venue),
  'accounts.replace-key': ({ accountId }, { accounts }) => accounts.replaceKey(accountId),
  'accounts.check': ({ accountId }, { accounts }) => accounts.check(accountId),
  'accounts.rename': ({ accountId, label }, { accounts }) => accounts.rename(accountId, label),
  'accounts.pause': ({ accountId, paused }, { accounts }) => accounts.pause(accountId, paused),
  'accounts.remove': ({ accountId, evenIfKept }, { accounts }) => accounts.remove(accountId, evenIfKept),
  'accounts.unlock': (_, { accounts }) => accounts.unlock(),
  'updates.state': (_, { updates }) => success(updates.state()),
  'updates.look': (_, { updates }) => updates.look(),
  'updates.skip': ({ skipped }, { updates }) => updates.skip(skipped),
  'updates.open-page': (_, { updates }) => updates.openPage(),
  'login.state': async (_, services) => success(await services.loginStart()),
  'login.change': ({ start }, services) => services.changeLoginStart(start),
  'settings.load': (_, services) => success(services.settings()),
  'settings.save': ({ settings }, services) => services.saveSettings(settings),
  'export.csv': ({ name, text }, services) => services.saveFile(name, text),
  'clipboard.write': async ({ text }, services) => success(await services.copy(text)),
  'window.control': ({ action }, services) => success(services.controlWindow(action)),
};

function incidentsFile(toMs: number): string {
  return `vigil-incidents-${new Date(toMs).toISOString().slice(0, 10)}.csv`;
}

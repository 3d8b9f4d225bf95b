/** Every view, in the order of the rail; the last stands at its foot. */
import {
  ChartCandlestick,
  CheckCheck,
  History,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListOrdered,
  type LucideIcon,
  RadioTower,
  Settings2,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { AccountsView } from './views/accounts/accounts-view.tsx';
import { ExecutionsView } from './views/executions/executions-view.tsx';
import { FeedsView } from './views/feeds/feeds-view.tsx';
import { IncidentsView } from './views/incidents/incidents-view.tsx';
import { MarketView } from './views/market/market-view.tsx';
import { OrdersView } from './views/orders/orders-view.tsx';
import { OverviewView } from './views/overview/overview-view.tsx';
import { PositionsView } from './views/positions/positions-view.tsx';
import { SettingsView } from './views/settings/settings-view.tsx';

export interface View {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
  /** With Ctrl, opens the view. */
  readonly digit: string;
}

export const views: readonly View[] = [
  { id: 'overview', label: 'Overview', icon: LayoutDashboard, component: OverviewView, digit: '1' },
  { id: 'positions', label: 'Positions', icon: Layers, component: PositionsView, digit: '2' },
  { id: 'orders', label: 'Orders', icon: ListOrdered, component: OrdersView, digit: '3' },
  { id: 'executions', label: 'Executions', icon: CheckCheck, component: ExecutionsView, digit: '4' },
  { id: 'market', label: 'Market', icon: ChartCandlestick, component: MarketView, digit: '5' },
  { id: 'feeds', label: 'Feeds', icon: RadioTower, component: FeedsView, digit: '6' },
  { id: 'incidents', label: 'Incidents', icon: History, component: IncidentsView, digit: '7' },
  { id: 'accounts', label: 'Accounts', icon: KeyRound, component: AccountsView, digit: '8' },
  { id: 'settings', label: 'Settings', icon: Settings2, component: SettingsView, digit: '0' },
];

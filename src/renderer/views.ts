/** Every view, in the order of the rail and of Ctrl 1 to 6. */
import {
  ChartCandlestick,
  CheckCheck,
  Layers,
  LayoutDashboard,
  ListOrdered,
  type LucideIcon,
  RadioTower,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { ExecutionsView } from './views/executions/executions-view.tsx';
import { FeedsView } from './views/feeds/feeds-view.tsx';
import { MarketView } from './views/market/market-view.tsx';
import { OrdersView } from './views/orders/orders-view.tsx';
import { OverviewView } from './views/overview/overview-view.tsx';
import { PositionsView } from './views/positions/positions-view.tsx';

export interface View {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
}

export const views: readonly View[] = [
  { id: 'overview', label: 'Overview', icon: LayoutDashboard, component: OverviewView },
  { id: 'positions', label: 'Positions', icon: Layers, component: PositionsView },
  { id: 'orders', label: 'Orders', icon: ListOrdered, component: OrdersView },
  { id: 'executions', label: 'Executions', icon: CheckCheck, component: ExecutionsView },
  { id: 'market', label: 'Market', icon: ChartCandlestick, component: MarketView },
  { id: 'feeds', label: 'Feeds', icon: RadioTower, component: FeedsView },
];

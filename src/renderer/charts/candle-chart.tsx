/** Minute candles on a canvas: zoom, pan, crosshair and keyboard. Nothing on it can be dragged but the view. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { grouped } from './axis-ticks.ts';
import { paintScene } from './candle-painter.ts';
import { extentOf, layOut, momentAt, momentText, type Scene, type SceneSize } from './candle-scene.ts';
import type { Candle } from './candles.ts';
import { useChartInk } from './chart-ink.ts';
import { type Crosshair, pressChartKey } from './chart-keys.ts';
import type { ChartModel } from './chart-model.ts';
import { paintCrosshair } from './crosshair.ts';
import { pan, startViewport, withInterval, xOfIndex, zoom } from './viewport.ts';

export interface CandleChartProps {
  readonly model: ChartModel;
  readonly label: string;
  /** Called with the candle that is read out; null when the newest one is. */
  readonly onRead: (candle: Candle | null) => void;
}

export function CandleChart({ model, label, onRead }: CandleChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const dragX = useRef<number | null>(null);
  const [size, setSize] = useState<SceneSize>({ width: 0, height: 0 });
  const [viewport, setViewport] = useState(startViewport);
  const [crosshair, setCrosshair] = useState<Crosshair | null>(null);
  const ink = useChartInk();

  const [interval, setInterval] = useState(model.intervalMs);
  if (interval !== model.intervalMs) {
    setViewport(withInterval(viewport, interval, model.intervalMs));
    setInterval(model.intervalMs);
    setCrosshair(null);
  }

  const extent = useMemo(() => extentOf(model, size), [model, size]);
  const scene = useMemo(
    () => (size.width === 0 || size.height === 0 ? null : layOut(model, viewport, size)),
    [model, viewport, size],
  );

  useLayoutEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const context = prepared(picture.current, size);
    if (context !== null && scene !== null) paintScene(context, scene, ink);
  }, [scene, ink, size]);

  useLayoutEffect(() => {
    const context = prepared(overlay.current, size);
    if (context === null || scene === null) return;
    context.clearRect(0, 0, size.width, size.height);
    if (crosshair === null) return;
    const candle = candleAt(model, crosshair.startMs);
    const y = crosshair.y ?? candleY(scene, crosshair.startMs);
    paintCrosshair(context, scene, ink, {
      x: xOfIndex(crosshair.startMs / model.intervalMs, viewport, extent) + viewport.slotPx / 2,
      y,
      time: momentText(crosshair.startMs, model),
      price:
        crosshair.y === null && candle !== null
          ? candle.text.close
          : grouped(onTick(scene.priceAt(y), model.tickSize), scene.places),
    });
  }, [crosshair, scene, ink, size, model, viewport, extent]);

  const readMs = crosshair?.startMs ?? null;
  useEffect(() => {
    onRead(readMs === null ? null : candleAt(model, readMs));
  }, [readMs, model, onRead]);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    function onWheel(event: WheelEvent): void {
      event.preventDefault();
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
      const shifted = event.shiftKey ? event.deltaY : sideways;
      setViewport((before) =>
        shifted !== 0
          ? pan(before, extent, -shifted)
          : zoom(before, extent, Math.exp(-event.deltaY * 0.0016), event.offsetX),
      );
    }
    // React listens to the wheel passively, and the page behind must not scroll.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [extent]);

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const from = dragX.current;
    if (from !== null) {
      dragX.current = x;
      setViewport((before) => pan(before, extent, x - from));
    }
    const inside = x >= 0 && scene !== null && x < scene.plotWidth && y >= 0 && y < scene.plotHeight;
    setCrosshair(inside ? { startMs: momentAt(x, model, viewport, size), y } : null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const next = pressChartKey(event.key, event.shiftKey, { model, viewport, extent, crosshair });
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setViewport(next.viewport);
    setCrosshair(next.crosshair);
  }

  return (
    <div
      ref={holder}
      className="chart"
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: read with the arrow keys
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragX.current = event.clientX - event.currentTarget.getBoundingClientRect().left;
      }}
      onPointerUp={() => {
        dragX.current = null;
      }}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setCrosshair(null)}
      onDoubleClick={() => setViewport(startViewport)}
      onKeyDown={onKeyDown}
      onBlur={() => setCrosshair(null)}
    >
      <canvas ref={picture} />
      <canvas ref={overlay} />
    </div>
  );
}

function candleAt(model: ChartModel, startMs: number): Candle | null {
  return model.candles.find((candle) => candle.startMs === startMs) ?? null;
}

function candleY(scene: Scene, startMs: number): number {
  const found = scene.candles.find((candle) => candle.candle.startMs === startMs);
  if (found === undefined) return scene.plotHeight / 2;
  return found.rising ? found.topY : found.bottomY;
}

/** A price that the market has: nobody trades between two ticks. */
function onTick(price: number, tickSize: number | null): number {
  return tickSize === null || tickSize <= 0 ? price : Math.round(price / tickSize) * tickSize;
}

/** Matches the canvas to its size and the screen's pixels; both may change at any time. */
function prepared(canvas: HTMLCanvasElement | null, size: SceneSize): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  if (canvas === null || context === null || size.width === 0) return null;
  const ratio = devicePixelRatio;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

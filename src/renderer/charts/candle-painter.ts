/** Puts a laid-out scene on a canvas. Draws each kind of mark as one path, so a thousand candles stay cheap. */
import type { Scene, SceneCandle } from './candle-scene.ts';
import type { ChartInk } from './chart-ink.ts';
import type { LastPrice } from './chart-model.ts';
import { paintTag, tagPadding } from './chart-tags.ts';
import { tagHeight } from './place-levels.ts';
import { fillTabular } from './tabular-text.ts';

export function paintScene(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.font = `400 10.5px ${ink.font}`;
  context.textBaseline = 'middle';
  paintGrid(context, scene, ink);
  context.save();
  context.beginPath();
  context.rect(0, 0, scene.plotWidth, scene.plotHeight);
  context.clip();
  paintGaps(context, scene, ink);
  paintVolumes(context, scene, ink);
  paintCandles(context, scene, ink);
  paintExecutions(context, scene, ink);
  paintLevelLines(context, scene, ink);
  paintGapWords(context, scene, ink);
  context.restore();
  paintAxes(context, scene, ink);
  paintLevelTags(context, scene, ink);
}

function paintGrid(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.beginPath();
  for (const tick of scene.priceTicks) {
    context.moveTo(0, crisp(tick.y));
    context.lineTo(scene.plotWidth, crisp(tick.y));
  }
  for (const { x } of scene.timeTicks) {
    context.moveTo(crisp(x), 0);
    context.lineTo(crisp(x), scene.plotHeight);
  }
  context.strokeStyle = ink.grid;
  context.lineWidth = 1;
  context.stroke();
}

function paintGaps(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.strokeStyle = ink.faintText;
  context.lineWidth = 1.5;
  for (const gap of scene.gaps) {
    context.save();
    context.beginPath();
    context.rect(gap.x, 0, gap.width, scene.plotHeight);
    context.clip();
    context.globalAlpha = 0.45;
    context.beginPath();
    for (let y = -gap.width; y < scene.plotHeight; y += 5) {
      context.moveTo(gap.x, y + gap.width);
      context.lineTo(gap.x + gap.width, y);
    }
    context.stroke();
    context.restore();
  }
}

function paintVolumes(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  for (const rising of [true, false]) {
    context.fillStyle = rising ? ink.long : ink.short;
    context.globalAlpha = rising ? 0.22 : 0.26;
    for (const candle of scene.candles) {
      if (candle.rising !== rising) continue;
      context.fillRect(
        left(candle, scene),
        scene.plotHeight - candle.volumePx,
        scene.bodyPx,
        candle.volumePx,
      );
    }
  }
  context.globalAlpha = 1;
}

function paintCandles(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  for (const rising of [true, false]) {
    context.beginPath();
    for (const candle of scene.candles) {
      if (candle.rising !== rising) continue;
      const x = wick(candle, scene);
      context.moveTo(x, candle.highY);
      context.lineTo(x, candle.lowY);
    }
    context.strokeStyle = rising ? ink.long : ink.short;
    context.lineWidth = 1.1;
    context.stroke();
  }
  if (scene.bodyPx < 2) return;
  for (const rising of [true, false]) {
    context.beginPath();
    for (const candle of scene.candles) {
      if (candle.rising !== rising) continue;
      const height = Math.max(candle.bottomY - candle.topY, 1);
      context.rect(left(candle, scene) + 0.5, candle.topY, scene.bodyPx - 1, height);
    }
    context.fillStyle = rising ? ink.ground : ink.short;
    context.strokeStyle = rising ? ink.long : ink.short;
    context.fill();
    context.stroke();
  }
}

function paintExecutions(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.lineWidth = 1;
  context.strokeStyle = ink.ground;
  for (const mark of scene.executions) {
    const up = mark.side === 'buy' ? 1 : -1;
    context.beginPath();
    context.moveTo(mark.x, mark.y);
    context.lineTo(mark.x + 4.5, mark.y + 8 * up);
    context.lineTo(mark.x - 4.5, mark.y + 8 * up);
    context.closePath();
    context.fillStyle = mark.side === 'buy' ? ink.long : ink.short;
    context.fill();
    context.stroke();
  }
}

function paintLevelLines(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.strokeStyle = ink.softText;
  context.beginPath();
  for (const { lineY } of scene.levels.placed) {
    context.moveTo(0, crisp(lineY));
    context.lineTo(scene.plotWidth, crisp(lineY));
  }
  context.stroke();
  if (scene.last?.isInView) {
    context.setLineDash([1, 3]);
    context.strokeStyle = lastInk(scene.last, ink);
    context.beginPath();
    context.moveTo(0, crisp(scene.last.y));
    context.lineTo(scene.plotWidth, crisp(scene.last.y));
    context.stroke();
  }
  context.setLineDash([]);
}

function paintGapWords(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.textAlign = 'center';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = ink.ground;
  for (const { words, gap } of scene.gaps) {
    if (words === null) continue;
    for (const [text, y, fill, weight] of [
      [gap.title, words.y - 7, ink.text, 500],
      [gap.detail, words.y + 7, ink.softText, 400],
    ] as const) {
      context.font = `${weight} 10.5px ${ink.font}`;
      context.strokeText(text, words.x, y);
      context.fillStyle = fill;
      context.fillText(text, words.x, y);
    }
  }
  context.font = `400 10.5px ${ink.font}`;
}

function paintAxes(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  context.strokeStyle = ink.axis;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(crisp(scene.plotWidth), 0);
  context.lineTo(crisp(scene.plotWidth), scene.height);
  context.moveTo(0, crisp(scene.plotHeight));
  context.lineTo(scene.width, crisp(scene.plotHeight));
  context.stroke();
  const tags = [
    ...scene.levels.placed.map((place) => place.tagY),
    ...(scene.last === null ? [] : [scene.last.y]),
  ];
  context.fillStyle = ink.faintText;
  for (const tick of scene.priceTicks) {
    if (tick.y < 8 || tick.y > scene.plotHeight - 8) continue;
    if (tags.some((y) => Math.abs(y - tick.y) < tagHeight - 2)) continue;
    fillTabular(context, tick.label, scene.width - tagPadding, tick.y, 'right');
  }
  for (const { x, tick } of scene.timeTicks) {
    if (x < 18 || x > scene.plotWidth - 18) continue;
    context.fillStyle = tick.day ? ink.softText : ink.faintText;
    fillTabular(context, tick.label, x, scene.plotHeight + 9.5, 'center');
  }
}

function paintLevelTags(context: CanvasRenderingContext2D, scene: Scene, ink: ChartInk): void {
  const axis = { x: scene.plotWidth + 1, width: scene.width - scene.plotWidth - 1, family: ink.font };
  for (const { level, tagY, labelY } of scene.levels.placed) {
    paintTag(context, { ...axis, y: tagY, text: level.priceText, fill: ink.raised, ink: ink.text });
    paintTag(context, noteTag(level.label, level.side, labelY, ink));
  }
  for (const note of scene.levels.notes) paintTag(context, noteTag(note.text, note.side, note.y, ink));
  if (scene.last !== null) {
    const fill = lastInk(scene.last, ink);
    paintTag(context, {
      ...axis,
      y: scene.last.y,
      text: scene.last.text,
      fill,
      ink: ink.ground,
      weight: 600,
    });
  }
}

function lastInk(last: LastPrice, ink: ChartInk): string {
  if (last.isOld) return ink.faintText;
  return last.move === 'up' ? ink.long : ink.short;
}

function noteTag(text: string, side: 'long' | 'short' | null, y: number, ink: ChartInk) {
  return {
    x: 8,
    y,
    text,
    family: ink.font,
    fill: ink.raised,
    ink: ink.text,
    edge: ink.edge,
    arrow: side === null ? null : { up: side === 'long', fill: side === 'long' ? ink.long : ink.short },
  };
}

function left(candle: SceneCandle, scene: Scene): number {
  return Math.round(candle.x - scene.bodyPx / 2);
}

function wick(candle: SceneCandle, scene: Scene): number {
  return left(candle, scene) + scene.bodyPx / 2;
}

function crisp(value: number): number {
  return Math.round(value - 0.5) + 0.5;
}

/** Patches that overtake each other. */
import { Turns } from '../../../../local/workbench/page/turns';

jest.useFakeTimers();

const patch = (seq: number) => ({ seq, sheets: [] });

function watched() {
  const applied: number[] = [];
  let lost = 0;
  const turns = new Turns(
    ({ seq }) => void applied.push(seq),
    () => lost++,
  );
  return { turns, applied, lost: () => lost };
}

test('[page] patches are applied in the order in which they were made', () => {
  const { turns, applied, lost } = watched();
  turns.release(4);
  for (const seq of [6, 7, 5, 8]) turns.take(patch(seq));
  expect(applied).toEqual([5, 6, 7, 8]);
  jest.advanceTimersByTime(10_000);
  expect(lost()).toBe(0);
});

test('[page] a patch that does not come is missed, and what came after it is not applied', () => {
  const { turns, applied, lost } = watched();
  turns.release(0);
  turns.take(patch(2));
  jest.advanceTimersByTime(1_999);
  expect(lost()).toBe(0);
  jest.advanceTimersByTime(1);
  expect([lost(), applied]).toEqual([1, []]);
});

test('[page] while a workbook loads, patches wait for it; those that it holds already are dropped', () => {
  const { turns, applied, lost } = watched();
  turns.release(0);
  turns.hold();
  for (const seq of [3, 4]) turns.take(patch(seq));
  expect(applied).toEqual([]);
  turns.release(3);
  expect(applied).toEqual([4]);
  jest.advanceTimersByTime(10_000);
  expect(lost()).toBe(0);
});

test('[page] a patch that leads to loading anew is the last one of the old workbook', () => {
  const applied: number[] = [];
  const turns: Turns = new Turns(
    ({ seq }) => {
      applied.push(seq);
      if (seq === 2) turns.hold();
    },
    () => undefined,
  );
  turns.release(0);
  turns.take(patch(3));
  turns.take(patch(2));
  turns.take(patch(1));
  expect(applied).toEqual([1, 2]);
});

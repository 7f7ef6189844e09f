/**
 * Each range of a selection is some twenty shapes, and before adding one Univer asks whether it is there already by sorting all shapes that there are: a selection of 400
 * ranges took seven seconds.
 */
import type { BaseObject, Scene } from '@univerjs/engine-render';

/** Lets a scene find a shape by its key without sorting all of them. The answer is the same: keys are unique. */
export function findQuickly(scene: Scene): void {
  scene.getObject = (key) => {
    const isMeant = (one: BaseObject): boolean => one.oKey === key && !one.isInGroup && one.visible;
    for (const layer of scene.getLayers()) {
      const found = layer.getObjects().find(isMeant);
      if (found) return found;
    }
    return undefined;
  };
}

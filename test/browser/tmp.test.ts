import { Visitor } from '../../local/browser/visitor';
test('look', async () => {
  const v = await Visitor.arrive({ postbacks: 2431 });
  await v.menu('Open panel');
  await v.sees('API key');
  await v.page.screenshot({ path: '/tmp/p1.png' });
  await v.strip('Fill in a practice key');
  await v.press('Test connection');
  await v.page.waitForTimeout(1500);
  await v.page.screenshot({ path: '/tmp/p2.png' });
  await v.press('Pull postbacks');
  await v.page.waitForTimeout(300);
  await v.page.screenshot({ path: '/tmp/p3.png' });
  await v.press('Pull postbacks').catch(() => {});
  await v.page.waitForTimeout(6000);
  await v.page.screenshot({ path: '/tmp/p4.png' });
  console.log(v.troubles);
  await v.leave();
});

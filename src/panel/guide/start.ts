/**
 * Start of the guide's page: opens it at the section that was asked for, and follows its links by itself, because in the frame in which
 * Google shows it a link may load another page.
 */
function goTo(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const to = link?.getAttribute('href') ?? '';
  if (!to.startsWith('#')) return;
  event.preventDefault();
  goTo(to.slice(1));
});

goTo(document.body.dataset['section'] ?? '');

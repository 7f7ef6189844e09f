/** Who is at the keyboard, and which spreadsheet is open. */

/** E-mail address of the acting person; '' where Google does not tell or refuses. */
export function activePerson(): string {
  try {
    return Session.getActiveUser().getEmail();
  } catch {
    // Without the e-mail permission this throws; the audit then asks for a typed name.
    return '';
  }
}

export function newId(): string {
  return Utilities.getUuid().replace(/-/g, '').slice(0, 12);
}

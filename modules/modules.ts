/** Who may use whom, in code (through index.ts) and in foreign keys. Read downwards: a module uses only those above it. */
export const mayUse: Record<string, string[]> = {
  areas: [],
  calendar: [],
  partners: [],
  identity: ['areas', 'partners'],
  people: ['areas', 'identity'],
  places: ['areas', 'calendar', 'identity', 'partners'],
  services: ['areas', 'places'],
  streets: ['areas', 'identity'],
  planning: ['areas', 'calendar', 'identity', 'places', 'streets'],
  benefits: ['areas', 'identity', 'people'],
  evaluation: ['areas', 'places'],
  bookings: ['areas', 'calendar', 'identity', 'people', 'places'],
  care: ['areas', 'calendar', 'identity', 'people', 'places'],
  counters: ['areas', 'bookings', 'identity', 'people', 'places'],
  ledger: ['areas', 'identity', 'partners', 'people', 'places'],
  imports: ['areas', 'identity', 'places', 'planning', 'streets'],
};

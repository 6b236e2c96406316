import shipped from '../data/rates.json' with { type: 'json' };

/** What became of one request, as far as it counts in a month. */
export type Outcome = {
  unit: string | null;
  area: string;
  matter: string;
  /** Whether the first contact was due in the month, and whether somebody really spoke with the reporter by then. */
  contactDue: boolean;
  contacted: boolean;
  /** Whether the answer was due in the month, and whether it came by then. */
  answerDue: boolean;
  onTime: boolean;
  closed: boolean;
  /** The last word of the reporter: whether it is solved, and the grade where one was given; null where no word came. */
  resolved: boolean | null;
  grade: number | null;
  cameBack: boolean;
  dispatches: number;
  returned: boolean;
  extended: boolean;
  excluded: string | null;
};

/** A share with what it is a share of; the value is null where there is nothing to divide by. */
export type Share = { of: number; is: number; value: number | null };
const share = (is: number, of: number): Share => ({ is, of, value: of === 0 ? null : is / of });

export type Figures = {
  response: Share;
  solved: Share;
  satisfied: Share;
  /** The plain share of grades 3 to 5, beside the weighted one. */
  content: Share;
  composite: number | null;
  onTime: Share;
  cameBack: Share;
  unrated: Share;
  firstDispatch: Share;
  returned: Share;
  extended: Share;
  excluded: Record<string, number>;
};

const worth = shipped.gradeWorth as Record<string, number>;

/**
 * The three rates and what stands beside them so that they cannot be made to look better (standards.md §7.3).
 * Response: first contacts that were really made in time, of those due. Solved: reporters who say so, of those who said anything. Satisfied: grades by
 * their worth, of those given. A request that was excluded counts in none of them and is counted by its reason.
 */
export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const counted = outcomes.filter(({ excluded }) => excluded === null);
  const count = (test: (one: Outcome) => boolean) => counted.reduce((sum, one) => sum + (test(one) ? 1 : 0), 0);
  const response = share(
    count((one) => one.contactDue && one.contacted),
    count((one) => one.contactDue),
  );
  const solved = share(
    count((one) => one.closed && one.resolved === true),
    count((one) => one.closed && one.resolved !== null),
  );
  const graded = counted.filter((one) => one.closed && one.grade !== null);
  const satisfied = share(
    graded.reduce((sum, { grade }) => sum + (worth[String(grade)] ?? 0), 0),
    graded.length,
  );
  const closed = count((one) => one.closed);
  const sent = count((one) => one.closed && one.dispatches > 0);
  const excluded: Record<string, number> = {};
  for (const one of outcomes) if (one.excluded !== null) excluded[one.excluded] = (excluded[one.excluded] ?? 0) + 1;
  const { weights } = shipped;
  const parts = [response.value, solved.value, satisfied.value];
  return {
    response,
    solved,
    satisfied,
    content: share(graded.filter(({ grade }) => grade! >= 3).length, graded.length),
    composite: parts.includes(null) ? null : weights.response * parts[0]! + weights.solved * parts[1]! + weights.satisfied * parts[2]!,
    onTime: share(
      count((one) => one.answerDue && one.onTime),
      count((one) => one.answerDue),
    ),
    cameBack: share(
      count((one) => one.closed && one.cameBack),
      closed,
    ),
    unrated: share(
      count((one) => one.closed && one.resolved === null),
      closed,
    ),
    firstDispatch: share(
      count((one) => one.closed && one.dispatches === 1 && !one.returned),
      sent,
    ),
    returned: share(
      count((one) => one.closed && one.returned),
      closed,
    ),
    extended: share(
      count((one) => one.closed && one.extended),
      closed,
    ),
    excluded,
  };
}

const isFew = (n: number) => n < shipped.smallest;
/** Whether so few said anything that the figures could tell of persons. */
export const isSmall = (outcomes: readonly Outcome[]): boolean => isFew(figuresOf(outcomes).solved.of);

/**
 * Rows of one kind with figures only where they tell of nobody. Where a single row is hidden, the total less the others would tell it, so the smallest of the
 * others is hidden with it.
 */
export function hideSmall<Row extends { group: readonly Outcome[] }>(rows: readonly Row[]): (Row & { isHidden: boolean })[] {
  const shown = rows.map((row) => ({ ...row, isHidden: isSmall(row.group) }));
  if (shown.filter(({ isHidden }) => isHidden).length !== 1) return shown;
  const next = shown.filter(({ isHidden }) => !isHidden).toSorted((a, b) => a.group.length - b.group.length)[0];
  if (next) next.isHidden = true;
  return shown;
}

/** A share of the sample, without figures where too few answered. */
export const hideShare = (one: Share): Share => (isFew(one.of) ? share(0, 0) : one);

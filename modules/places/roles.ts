import type { StaffRole } from '../../platform/access.ts';

/** Who keeps the register: officials of the area, and the operator of the place itself. */
export const placeEditors: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'];
/** Who records that a place closed. */
export const placeClosers: StaffRole[] = ['districtOfficial', 'subdistrictOfficial'];

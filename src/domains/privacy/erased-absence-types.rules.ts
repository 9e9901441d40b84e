/** What approved absences of an erased person are called: nothing but what figures need to know of them. */

export interface ErasedAbsenceType {
  key: string;
  label: string;
  isTimeOff: boolean;
}

export const ERASED_TIME_OFF: ErasedAbsenceType = { key: 'absence_erased', label: 'Absence', isTimeOff: true };

/** Remote work and the like. */
export const ERASED_PRESENCE: ErasedAbsenceType = { key: 'presence_erased', label: 'Presence', isTimeOff: false };

/** Time off for which vouchers are given all the same, e.g. training, whatever a policy lists. */
export const ERASED_THAT_COUNTS: ErasedAbsenceType = {
  key: 'absence_erased_that_counts',
  label: 'Absence',
  isTimeOff: true,
};

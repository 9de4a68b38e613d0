/** A number of points: "1 point", "4 points". */
export const pointsWords = (points: number): string => `${points} ${points === 1 ? 'point' : 'points'}`

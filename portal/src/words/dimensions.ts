import type { Dimension } from '@/api/model'

/** By what people are grouped. */
export const dimensionName: Record<Dimension, string> = {
  department: 'Department',
  location: 'Location',
  role: 'Present role',
  manager: 'Manager',
  hired_year: 'Year hired',
}

/** The group of those of whom that is not known. */
export const withoutDimension: Record<Dimension, string> = {
  department: 'In no department',
  location: 'Without a location',
  role: 'Without a role',
  manager: 'Led by nobody',
  hired_year: 'Hired nobody knows when',
}

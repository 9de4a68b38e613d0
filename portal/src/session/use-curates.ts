import { useQuery } from '@tanstack/react-query'
import { selfQuery } from '@/api/queries'
import { curates } from '@/app/navigation'

/** Whether who is signed in looks after the organization's catalogue; until that is known, not. */
export function useCurates(): boolean {
  const self = useQuery(selfQuery())
  return self.data ? curates(self.data) : false
}

import { cutConnections } from '../../../harness/deploy/cut-connections.ts'
import { everyStep } from '../../../harness/deploy/every-step.ts'

everyStep('a cut connection', 'during', cutConnections, { 0: true, 7: false, 6: undefined })

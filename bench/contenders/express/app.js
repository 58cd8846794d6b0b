// As in Express's guide: no logger, its own parser for JSON bodies.
const express = require('express')

const app = express()
app.use(express.json())

app.get('/', (_request, response) => {
  response.type('text/plain').send('Hello from Rust!\n')
})

app.post('/echo', (request, response) => {
  response.json(request.body)
})

app.listen(3000)

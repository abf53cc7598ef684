window.YTD.account.part0 = [
  {
    "account": {
      "accountId": "1000000001",
      "username": "lea_exemple",
      "email": "lea@example.org",
      "createdAt": "2023-01-01T00:00:00.000Z"
    }
  }
]
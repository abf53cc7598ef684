window.YTD.ageinfo.part0 = [
  {
    "ageMeta": {
      "ageInfo": {
        "age": [
          "13"
        ],
        "birthDate": "2013-01-01"
      }
    }
  }
]
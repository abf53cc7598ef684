window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "1000000001-1000000002",
      "messages": [
        {
          "messageCreate": {
            "id": "4",
            "senderId": "1000000002",
            "recipientId": "1000000001",
            "text": "dernière fois que je demande",
            "createdAt": "2026-02-03T20:04:00.000Z",
            "mediaUrls": [],
            "urls": [],
            "reactions": []
          }
        },
        {
          "messageCreate": {
            "id": "3",
            "senderId": "1000000002",
            "recipientId": "1000000001",
            "text": "",
            "createdAt": "2026-02-03T20:03:00.000Z",
            "mediaUrls": [
              "https://img.example.org/1"
            ],
            "urls": [],
            "reactions": []
          }
        },
        {
          "messageCreate": {
            "id": "2",
            "senderId": "1000000001",
            "recipientId": "1000000002",
            "text": "pourquoi tu veux mon adresse ?",
            "createdAt": "2026-02-03T20:02:00.000Z",
            "mediaUrls": [],
            "urls": [],
            "reactions": [
              {
                "senderId": "1000000002",
                "reactionKey": "funny"
              }
            ]
          }
        },
        {
          "messageCreate": {
            "id": "1",
            "senderId": "1000000002",
            "recipientId": "1000000001",
            "text": "tu habites où exactement",
            "createdAt": "2026-02-03T20:01:00.000Z",
            "mediaUrls": [],
            "urls": [],
            "reactions": []
          }
        }
      ]
    }
  }
]
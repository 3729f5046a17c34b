-- A wallet follows from its phrase alone: nothing of it is kept here any more.

DROP TABLE wallet_backup;

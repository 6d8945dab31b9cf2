-- Gold items come in the dimensions that a campaign's items have, also where its filter named none or more.
UPDATE campaign c SET dimensions = ARRAY(
    SELECT DISTINCT i.dimension FROM item i WHERE i.campaign_id = c.id AND i.gold_id IS NULL ORDER BY i.dimension);

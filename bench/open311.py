"""A client of Open311 GeoReport v2 that knows the standard and nothing of Linli: discovers, chooses a service, sends, reads back, in XML and JSON."""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET

endpoint, key, lat, long = sys.argv[1:]


def get(path, form=None):
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(f"{endpoint}/{path}", data) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read().decode()


status, kind, text = get("discovery.xml")
urls = [url.text for url in ET.fromstring(text).iter("url")]
print(f"discovery.xml            {status} {kind}, endpoint {urls[0]}")

services = ET.fromstring(get("services.xml")[2])
chosen = next(s for s in services.findall("service") if "路灯" in (s.findtext("keywords") or ""))
code = chosen.findtext("service_code")
print(f"services.xml             {len(services)} services, chose {code} {chosen.findtext('service_name')}, metadata {chosen.findtext('metadata')}")

sent = {"api_key": key, "service_code": code, "lat": lat, "long": long, "description": "Street lamp out at building 3", "first_name": "Ada"}
status, kind, text = get("requests.xml", sent)
number = ET.fromstring(text).findtext("request/service_request_id")
print(f"POST requests.xml        {status} {kind}, service_request_id {number}")
assert status == 200 and number

one = json.loads(get(f"requests/{number}.json")[2])[0]
print(f"requests/{number}.json  status {one['status']}, service {one['service_code']}, at {one['lat']}, {one['long']}")
assert one["status"] == "open" and abs(one["lat"] - float(lat)) <= 0.0005 and one["service_code"] == code
assert "Ada" not in json.dumps(one) and "building 3" not in json.dumps(one), "what was said or by whom was published"

listed = ET.fromstring(get(f"requests.xml?service_request_id={number}")[2])
assert listed.findtext("request/service_request_id") == number
for form, wanted in (({**sent, "api_key": "wrong-wrong-wrong"}, 403), ({**sent, "service_code": "nope"}, 404), ({**sent, "lat": "", "long": ""}, 400)):
    status, _, text = get("requests.json", form)
    error = json.loads(text)[0]
    print(f"refused                  {status} {error['description']}")
    assert status == wanted and error["code"] == wanted
print("round trip ok")
